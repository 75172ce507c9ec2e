"""The explanation (情况说明) to claims: sections, numbers, subjects, reasons."""
