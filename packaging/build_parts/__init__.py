"""The parts of `build.py`: what is installed on a Windows PC, made from pinned parts on any system."""
