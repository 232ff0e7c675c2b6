import Glibc
import TestSupport

/// Ways to run a daemon under limits of its own; nothing of the machine's is touched.
enum Privilege {
    /// In a user namespace where only so many directories may be watched, or instances made.
    static func inNamespace(_ limit: String, _ number: Int) -> [String] {
        [
            "unshare", "--user", "--map-root-user", "sh", "-c",
            "echo \(number) > /proc/sys/user/max_inotify_\(limit) && exec \"$@\"", "sh",
        ]
    }

    /// Sets the limit of a namespace from the outside, through a process that lives in it.
    static func setLimit(_ limit: String, _ number: Int, of pid: Int32) throws {
        let result = try run(
            "/usr/bin/env",
            [
                "nsenter", "--user", "--preserve-credentials", "--target", "\(pid)", "sh", "-c",
                "echo \(number) > /proc/sys/user/max_inotify_\(limit)",
            ])
        guard result.status == 0 else { throw TestFailure("nsenter: \(result.errorText)") }
    }

    /// True when such namespaces can be made; else says that the test is skipped, and why.
    static func hasNamespaces() throws -> Bool {
        let probe = try run("/usr/bin/env", inNamespace("watches", 100) + ["true"])
        if probe.status == 0 { return true }
        print("skipped: no user namespaces here: \(probe.errorText)")
        return false
    }

    /// A wrapper under which permissions bite: root becomes nobody.
    static var withoutRoot: [String] {
        getuid() != 0
            ? [] : ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    }
}
