"""Jobs for whoever says that something stopped: everything is looked at that is known of it."""
