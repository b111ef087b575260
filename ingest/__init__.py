"""Bytes → Notice, a straight pipeline that knows no other document, no database and no clock."""
