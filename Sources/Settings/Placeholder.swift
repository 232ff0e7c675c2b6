import TOMLKit
enum P {}
