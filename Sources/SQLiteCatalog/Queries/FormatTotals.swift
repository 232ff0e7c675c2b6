/// Totals by format in two ways: as the writer keeps them, and counted afresh.
///
/// Both give `format, contents, bytes, milliseconds, copies, groups, wasted`, the most contents first.
enum FormatTotals {
    /// From the counters. Only the groups are counted; everything else is a few rows.
    static let kept = """
        SELECT format, contents, bytes, milliseconds, copies, (
            SELECT count(*) FROM contents
            WHERE present > 1 AND coalesce(contents.format, '') = f.format
        ) AS groups, wasted
        FROM (SELECT format, contents, bytes, milliseconds, copies, wasted FROM format_counts
            WHERE contents > 0) AS f
        ORDER BY contents DESC, format
        """

    /// From the files of configured sources, copies in a backup not counted as waste: a pass over all files.
    static let counted = """
        WITH live AS (
            SELECT content_id, CASE WHEN role = 'working' THEN
                    inode || ' ' || born || ' ' || CASE born WHEN 0 THEN source_id ELSE 0 END
                END AS place
            FROM files JOIN sources ON sources.id = source_id
            WHERE content_id IS NOT NULL AND deleted_at IS NULL AND configured = 1),
        each_content AS (
            SELECT content_id, count(*) AS number, count(DISTINCT place) AS places
            FROM live GROUP BY content_id)
        SELECT coalesce(c.format, '') AS format, count(*) AS contents,
            sum(\(SchemaV1.size("c"))) AS bytes, sum(\(SchemaV1.milliseconds("c"))) AS milliseconds,
            sum(number - 1) AS copies, sum(number > 1) AS groups,
            sum(\(SchemaV1.size("c")) * max(places - 1, 0)) AS wasted
        FROM each_content JOIN contents AS c ON c.id = content_id
        GROUP BY 1 ORDER BY 2 DESC, 1
        """
}
