import CDashboardAssets

extension PageAssets {
    /// The page that this program was built with: every file of `Sources/CDashboardAssets/page`.
    public static let embedded = PageAssets(files)

    private static var files: [File] {
        var files: [File] = []
        while let asset = dashboard_asset_at(files.count) {
            let file = asset.pointee
            files.append(
                File(
                    name: String(cString: file.name), type: String(cString: file.mime),
                    bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.length))))
        }
        return files
    }
}
