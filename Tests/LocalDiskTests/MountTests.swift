import AudiowatchCore
import Foundation
import LocalDisk
import SystemPackage
import TestSupport
import Testing

@Suite struct MountTests {
    private static let text = #"""
        22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
        30 22 0:21 / /proc rw - proc proc rw
        31 22 8:1 / /media/My\040Drive rw,nosuid shared:3 master:4 - fuseblk /dev/sdb1 rw
        32 22 8:2 /sub /media/back\134slash\012line rw - btrfs /dev/sdc1 rw
        33 22 0:40 / /srv/inner rw - nfs4 host:/export rw
        34 22 0:41 / /srv rw - tmpfs tmpfs rw
        35 34 0:42 / /srv rw - vfat /dev/sdd1 rw
        nonsense
        36 22 0:43 / /short
        """#

    let table = MountTable(text: text.utf8)

    @Test func `a table is parsed, escapes and optional fields included`() {
        #expect(table.mounts.count == 7)
        #expect(table.mount(numbered: 31)?.point == "/media/My Drive")
        #expect(table.mount(numbered: 31)?.source == "/dev/sdb1")
        #expect(table.mount(numbered: 32)?.point == "/media/back\\slash\nline")
        #expect(table.mount(numbered: 32)?.root == "/sub")
        #expect(table.mount(numbered: 32)?.device == "8:2")
    }

    @Test(arguments: [
        ("/", "ext4"), ("/music", "ext4"), ("/media/My Drive", "fuseblk"),
        ("/media/My Drive/loops/a", "fuseblk"), ("/media/My Drives", "ext4"),
        ("/proc/self", "proc"), ("/srv", "vfat"),
        // Mounted first, and covered by what was mounted over its parent since.
        ("/srv/inner/a", "vfat"),
    ])
    func `the mount of a path is the one the kernel would reach`(path: FilePath, type: String) {
        #expect(table.mount(of: path)?.type == type)
    }

    @Test func `mounts inside a folder are told`() {
        #expect(table.mounts(below: "/media").map(\.id) == [31, 32])
        #expect(table.mounts(below: "/srv").map(\.id) == [33])
        #expect(MountTable(text: []).mount(of: "/") == nil)
    }

    @Test func `this machine's table agrees with findmnt`() throws {
        try Mounts.atHome {
            let tree = try TemporaryFolder("mounts")
            let mount = try #require(try MountTable.read().mount(of: tree.path))
            let told = try run(
                "/usr/bin/findmnt", ["-n", "-o", "FSTYPE,TARGET", "-T", tree.path.string])
            #expect(told.text.split(separator: " ").first.map(String.init) == mount.type)
            let status = try OpenDirectory.open(tree.path).status()
            #expect(status.mount == 0 || status.mount == mount.id)
        }
    }

    @Test func `a file system is known again, and tells folders apart`() throws {
        let tree = try TemporaryFolder("identity")
        let path = try tree.folder("drums")
        let folder = try OpenDirectory.open(path)
        let first = try FoundFolder.read(at: folder, path: path)
        #expect(try FoundFolder.read(at: OpenDirectory.open(path), path: path) == first)
        #expect(try first.type == MountTable.read().mount(of: path)?.type)
        #expect(try first.inode == folder.stamp().inode)
        let other = try FoundFolder.read(
            at: OpenDirectory.open(tree.path), path: tree.path)
        #expect(other.serial == first.serial)
        #expect(other.number == first.number)
        #expect(other.inode != first.inode)
    }

    @Test func `a mount over a folder is noticed, and is another file system`() throws {
        try Mounts.atHome {
            let tree = try TemporaryFolder("mounting")
            let path = try tree.folder("drive")
            let empty = try FoundFolder.read(at: OpenDirectory.open(path), path: path)
            let changes = DispatchSemaphore(value: 0)
            let watcher = try MountWatcher { changes.signal() }
            defer { watcher.stop() }
            guard try run("/bin/mount", ["-t", "tmpfs", "none", path.string]).status == 0 else {
                print("skipped: mounting needs privilege")
                return
            }
            defer { _ = try? run("/bin/umount", ["-l", path.string]) }
            #expect(changes.wait(timeout: .now() + 10) == .success)
            let mounted = try FoundFolder.read(at: OpenDirectory.open(path), path: path)
            #expect(mounted.type == "tmpfs")
            #expect(mounted != empty)
            try run("/bin/umount", [path.string])
            #expect(changes.wait(timeout: .now() + 10) == .success)
            #expect(try FoundFolder.read(at: OpenDirectory.open(path), path: path) == empty)
        }
    }

    @Test func `a mount watcher stops, twice if need be`() throws {
        let watcher = try MountWatcher {}
        watcher.stop()
        watcher.stop()
    }
}
