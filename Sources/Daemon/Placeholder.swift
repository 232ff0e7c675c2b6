import ServiceLifecycle
enum P {}
