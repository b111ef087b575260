"""The commands of ``fawen``, a module per kind of user's intent."""
