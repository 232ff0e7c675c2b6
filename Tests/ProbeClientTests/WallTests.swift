import Foundation
import SystemPackage
import Testing
import TestSupport

/// Each wall by itself, in a process of its own: a small C program around the helper's own C sources.
@Suite struct WallTests {
    private static let source = """
        #define _GNU_SOURCE
        #include "CSandbox.h"
        #include <errno.h>
        #include <fcntl.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/mman.h>
        #include <sys/resource.h>
        #include <sys/socket.h>
        #include <sys/stat.h>
        #include <sys/syscall.h>
        #include <unistd.h>

        /// Exit statuses: 0 refused by EPERM, 1 done, 2 another refusal, 9 the wall could not be built.
        static int ended(long result) { return result >= 0 ? 1 : errno == EPERM ? 0 : 2; }

        int main(int count, char **words) {
            const char *word = words[1];
            if (count > 2) {
                int version = atoi(words[2]);
                if (audiowatch_landlock_version() < version) return 8;
                if (audiowatch_no_new_privileges() || audiowatch_landlock_deny(version)) return 9;
                if (!strcmp(word, "paths")) return !audiowatch_trial_paths();
                if (!strcmp(word, "network")) return !audiowatch_trial_network();
                return !audiowatch_trial_signals();
            }
            int parent = getppid(), file = open("/dev/null", O_RDONLY);
            if (audiowatch_filter_calls()) return 9;
            if (!strcmp(word, "trial")) return !audiowatch_trial_calls();
            if (!strcmp(word, "open")) return ended(syscall(SYS_openat, AT_FDCWD, "/etc/passwd", 0));
            if (!strcmp(word, "exec")) return ended(execl("/bin/true", "true", NULL));
            if (!strcmp(word, "socket")) return ended(socket(AF_UNIX, SOCK_STREAM, 0));
            if (!strcmp(word, "fork")) return ended(fork());
            if (!strcmp(word, "stat")) return ended(access("/etc/passwd", R_OK));
            if (!strcmp(word, "abort")) abort();
            if (!strcmp(word, "memory")) {
                char *room = malloc(64 << 20);
                memset(room, 1, 64 << 20);
                free(room);
                return audiowatch_limit_cpu(10) ? 2 : 0;
            }
            if (!strcmp(word, "code"))
                return ended((long)mmap(0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
            if (!strcmp(word, "recode"))
                return ended(mprotect((void *)((long)main & ~4095L), 4096, PROT_READ | PROT_WRITE | PROT_EXEC));
            if (!strcmp(word, "kill")) return ended(kill(parent, 0));
            if (!strcmp(word, "others-limits"))
                return ended(prlimit(parent, RLIMIT_CPU, NULL, &(struct rlimit){0}));
            if (!strcmp(word, "own-memory-limit"))
                return ended(setrlimit(RLIMIT_AS, &(struct rlimit){1 << 20, 1 << 20}));
            if (!strcmp(word, "chmod")) return ended(fchmodat(AT_FDCWD, "/dev/null", 0666, 0));
            if (!strcmp(word, "unlink")) return ended(unlink("/nonexistent"));
            if (!strcmp(word, "ptrace")) return ended(syscall(SYS_ptrace, 0, 0, 0, 0));
            if (!strcmp(word, "truncate")) return ended(ftruncate(file, 0));
            return 7;
        }
        """

    private let folder: TemporaryFolder
    private let program: String

    init() throws {
        folder = try TemporaryFolder("walls")
        program = folder.appending("walls").string
        let source = folder.appending("walls.c")
        try Data(WallTests.source.utf8).write(to: URL(fileURLWithPath: source.string))
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/CSandbox").standardizedFileURL.path
        let parts = ["walls", "landlock", "filter", "trial"].map { "\(sources)/\($0).c" }
        let built = try run(
            "/usr/bin/env",
            ["clang", "-O1", "-I\(sources)/include", source.string] + parts
                + ["-lseccomp", "-o", program])
        guard built.status == 0 else { throw TestFailure("clang: \(built.errorText)") }
    }

    @Test func `what a library may ask is refused, and the process lives`() throws {
        for word in ["trial", "open", "exec", "socket", "fork", "stat", "memory"] {
            #expect(try run(program, [word]).status == 0, "\(word)")
        }
    }

    @Test func `what nothing needs ends the process`() throws {
        for word in [
            "code", "recode", "kill", "others-limits", "own-memory-limit", "chmod", "unlink",
            "ptrace", "truncate",
        ] {
            #expect(try run(program, [word]).status == -SIGSYS, "\(word)")
        }
    }

    @Test func `an assertion of a library ends as it does everywhere`() throws {
        #expect(try run(program, ["abort"]).status == -SIGABRT)
    }

    @Test func `every version of Landlock denies what it can`() throws {
        for version in 1...6 {
            let first = try run(program, ["paths", "\(version)"]).status
            guard first != 8 else {
                print("skipped: this kernel's Landlock is older than version \(version)")
                return
            }
            #expect(first == 0, "version \(version)")
            if version >= 4 {
                #expect(try run(program, ["network", "\(version)"]).status == 0, "\(version)")
            } else {
                // Beyond its means: the trial must be able to fail.
                #expect(try run(program, ["network", "\(version)"]).status == 1, "\(version)")
            }
            let signals = try run(program, ["signals", "\(version)"]).status
            #expect(signals == (version >= 6 ? 0 : 1), "\(version)")
        }
    }

    @Test func `a user without rights builds the same walls`() throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder.path.string)
        let nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
        guard geteuid() == 0, try run("/usr/bin/env", nobody + ["test", "-x", program]).status == 0
        else {
            print(
                "skipped: only root can become nobody, and nobody must reach the temporary folder")
            return
        }
        for words in [["trial"], ["paths", "1"]] {
            let (root, other) = try (
                run(program, words).status, run("/usr/bin/env", nobody + [program] + words).status
            )
            #expect(root == other, "\(words)")
        }
    }
}
