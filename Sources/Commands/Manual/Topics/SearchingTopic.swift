import AudiowatchCore

extension Topic {
    /// The search grammar, from the operators that the parser knows.
    static let searching = Topic(
        "searching", "what a search understands",
        Block.blocks(
            """
            The same on the command line, in the page's search field, and in the parameter q of the API. Words may
            stand anywhere in name, folder, title, artist, album or comment; all of them must be there. Upper and lower
            case, accents written in two ways, and the order of words do not count.

              audiowatch search vocal take
              audiowatch search '"take 2" -loop'
              audiowatch search 'kick format:wav OR format:aiff'
              audiowatch search 'dur:5..60 bpm:120..130 key:Am'

            A phrase stands in quotes. A minus before a word, a phrase or an operator says that it must not hold. OR, in
            capitals, stands between alternatives. An operator that does not exist is an error that lists those that do.

            # Operators

            A value with blanks stands in quotes. Numbers take <, <=, >, >= and ranges such as 5..60, 5.. and ..60.
            """)
            + [.terms(SearchOperator.all.map(term))]
            + [.heading("States of is:")]
            + [.terms(FileStateWord.allCases.map { Block.Term("is:\($0.rawValue)", $0.meaning) })]
            + Block.blocks(
                """
                # Templates

                `audiowatch search --template` writes each file in a form of your own. Fields stand in braces, braces
                are written twice, and \\t, \\n, \\0 and \\\\ are what they are in C.

                  audiowatch search is:duplicate --template '{path}\\t{duration}'
                """)
            + [.terms(HitField.allCases.map { Block.Term("{\($0.rawValue)}", $0.meaning + ".") })])

    private static func term(_ known: SearchOperator) -> Block.Term {
        Block.Term(
            "\(known.name):",
            known == .state
                ? known.meaning
                : "\(known.meaning) Such as \(known.examples.joined(separator: ", ")).")
    }
}
