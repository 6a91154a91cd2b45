"""The preview: a project to pages that a browser on this machine sees, never stale."""
