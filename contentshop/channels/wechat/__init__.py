"""The official account: articles to paste into its editor or to send as drafts."""
