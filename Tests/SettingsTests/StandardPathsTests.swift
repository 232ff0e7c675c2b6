import Glibc
import Settings
import SystemPackage
import TestSupport
import Testing

@Suite struct StandardPathsTests {
    @Test func `without variables everything is below the home folder`() {
        let paths = StandardPaths(environment: [:], userID: 1000, home: "/home/ada")
        #expect(paths.configurationFile == "/home/ada/.config/audiowatch/config.toml")
        #expect(paths.dataFolder == "/home/ada/.local/share/audiowatch")
        #expect(paths.cacheFolder == "/home/ada/.cache/audiowatch")
        #expect(paths.stateFolder == "/home/ada/.local/state/audiowatch")
        #expect(paths.runtimeFolder == "/tmp/audiowatch-1000")
    }

    @Test func `absolute variables are followed, others ignored as the specification says`() {
        let paths = StandardPaths(
            environment: [
                "HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "relative",
                "XDG_CACHE_HOME": "", "XDG_RUNTIME_DIR": "/run/user/7",
            ], userID: 7, home: "/passwd")
        #expect(paths.configurationFile == "/c/audiowatch/config.toml")
        #expect(paths.dataFolder == "/h/.local/share/audiowatch")
        #expect(paths.cacheFolder == "/h/.cache/audiowatch")
        #expect(paths.runtimeFolder == "/run/user/7/audiowatch")
    }

    @Test func `a private folder is made closed, and an open one is closed`() throws {
        let folder = try TemporaryFolder("settings")
        let path = folder.appending("a/b")
        try PrivateFolder.make(path)
        #expect(mode(path) == 0o700)
        #expect(mode(folder.appending("a")) == 0o700)
        _ = path.withPlatformString { chmod($0, 0o755) }
        try PrivateFolder.make(path)
        #expect(mode(path) == 0o700)
    }

    @Test func `a link in place of a private folder is refused`() throws {
        let folder = try TemporaryFolder("settings")
        try folder.folder("real")
        let link = folder.appending("link")
        _ = link.withPlatformString { symlink("real", $0) }
        #expect(throws: SettingsError.self) { try PrivateFolder.make(link) }
    }

    private func mode(_ path: FilePath) -> mode_t {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0 else { return 0 }
        return status.st_mode & 0o777
    }
}
