import ArgumentParser
enum P {}
