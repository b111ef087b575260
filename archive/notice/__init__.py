"""The document model, pure: no input or output, no clock."""
