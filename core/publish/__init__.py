"""From the working database to the public one (公开): only what may be public, personal data masked in the stored bytes."""
