"""Why a link is there, and which alternatives it has."""
