"""The waiting room of an office: the kiosk and the display of called numbers. No account, no names."""
