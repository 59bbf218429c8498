"""What leaves the house: kept promises of mail, SMS, PDF; nothing here decides anything."""
