"""The design system: tokens, templates, form fields, gallery."""
