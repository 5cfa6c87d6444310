"""The engine: navigation through a procedure, typed answers, fields."""
