"""What a run tells: text, JSON, SARIF, GitHub annotations, and a page of HTML."""
