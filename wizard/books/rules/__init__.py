"""The rules of the check, by subject: each foresees one of Xero's rejections, or one of its silent losses."""
