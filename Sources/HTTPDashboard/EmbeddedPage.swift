import CDashboardAssets

extension PageAssets {
    /// The page that the program was built with.
    public static let embedded: PageAssets = {
        var files: [File] = []
        while let asset = dashboard_asset_at(files.count)?.pointee {
            files.append(
                File(
                    name: String(cString: asset.name), type: String(cString: asset.mime),
                    bytes: Array(UnsafeBufferPointer(start: asset.bytes, count: asset.length))))
        }
        return PageAssets(files)
    }()
}
