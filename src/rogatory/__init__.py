"""rogatory: requests between States for electronic evidence."""
