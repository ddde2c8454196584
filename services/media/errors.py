"""What goes wrong when bytes are not the picture or the video they should be."""


class UnreadableMedia(ValueError):
    """The file cannot be used; the message tells the person who sent it why and what to do."""
