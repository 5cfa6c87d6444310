"""The only reader of resources/: its types are the schema; texts are filled here."""
