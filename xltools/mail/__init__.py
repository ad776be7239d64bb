"""Letters by electronic mail: drafts to send by hand, drafts in Outlook, or straight to a mail server."""
