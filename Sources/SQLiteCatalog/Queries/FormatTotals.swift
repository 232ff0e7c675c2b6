/// Totals by format in two ways: as the writer keeps them, and counted afresh.
///
/// Each gives `format, contents, bytes, milliseconds, copies, wasted`, the most contents first.
enum FormatTotals {
    /// From the counters: a few rows.
    static let kept = """
        SELECT format, contents, bytes, milliseconds, copies, wasted FROM format_counts
        WHERE contents > 0 ORDER BY contents DESC, format
        """

    /// Contents with copies: a count over an index that holds nothing else.
    static let keptGroups = "SELECT count(*) FROM contents WHERE present > 1"

    /// From the files of configured sources, copies in a backup not counted as waste: a pass over all files.
    static let counted = """
        WITH \(eachContent)
        SELECT coalesce(c.format, '') AS format, count(*) AS contents,
            sum(\(SchemaV1.size("c"))) AS bytes, sum(\(SchemaV1.milliseconds("c"))) AS milliseconds,
            sum(number - 1) AS copies, sum(\(SchemaV1.size("c")) * max(places - 1, 0)) AS wasted
        FROM each_content JOIN contents AS c ON c.id = content_id
        GROUP BY 1 ORDER BY 2 DESC, 1
        """

    /// Contents with copies in configured sources.
    static let countedGroups =
        "WITH \(eachContent) SELECT count(*) FROM each_content WHERE number > 1"

    private static let eachContent = """
        each_content AS (
            SELECT content_id, count(*) AS number,
                count(DISTINCT CASE role WHEN 'working' THEN inode || ' ' || born || ' '
                    || CASE born WHEN 0 THEN source_id ELSE 0 END END) AS places
            FROM files JOIN sources ON sources.id = source_id
            WHERE content_id IS NOT NULL AND deleted_at IS NULL AND configured = 1
            GROUP BY content_id)
        """
}
