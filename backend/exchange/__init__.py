"""The whole catalogue out and in: YAML files, a workbook, a foreign portal's answers as drafts."""
