"""Fast walks over libcst trees and the positions of chosen nodes."""
