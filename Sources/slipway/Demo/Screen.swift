import Foundation

/// Where the demo is shown: redrawn in place on a terminal, line by line elsewhere.
actor Screen {
    nonisolated let style: Style
    /// Whether lines can be taken back.
    nonisolated let isLive: Bool
    private var drawn = 0
    private var telling = PlainTelling()

    init() {
        style = .standardOutput
        isLive = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Columns; what is not a terminal has room for long lines.
    nonisolated var width: Int {
        var size = winsize()
        guard isLive, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 120 }
        return max(40, Int(size.ws_col))
    }

    func write(_ lines: [String]) {
        for line in lines { Terminal.say(line) }
    }

    /// Shows a chapter as it is now.
    func show(_ view: ChapterView, elapsed: Double, isOver: Bool) {
        if isLive {
            redraw(view.liveLines(elapsed: elapsed, isOver: isOver, style: style, width: width))
        } else {
            write(telling.news(of: view, elapsed: elapsed, isOver: isOver))
        }
        if isOver { close() }
    }

    /// Leaves what is drawn where it is, and the cursor as it was found.
    func end() {
        if drawn > 0 { close() }
    }

    private func close() {
        if isLive { Terminal.put("\u{1B}[?25h") }
        drawn = 0
        telling = PlainTelling()
    }

    /// One write for all, or the terminal flickers: cursor hidden, up, each line cleared and written, the rest cleared.
    private func redraw(_ lines: [String]) {
        let up = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
        let text = lines.map { "\u{1B}[2K\($0)\n" }.joined()
        Terminal.put("\u{1B}[?25l\r\(up)\(text)\u{1B}[J")
        drawn = lines.count
    }
}
