"""Who changed what, when and why: written with each change, never rewritten."""
