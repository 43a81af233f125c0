import Foundation

/// How many files and sockets this process may have open at once.
enum OpenFiles {
    /// More than this is never needed here.
    private static let enough: rlim_t = 16_384

    /// Raises the limit as far as the system lets it and returns it. Many systems start a process with 1,024.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 256 }
        let wanted = max(limit.rlim_cur, min(limit.rlim_max, enough))
        if wanted > limit.rlim_cur {
            var raised = rlimit(rlim_cur: wanted, rlim_max: limit.rlim_max)
            if setrlimit(resource, &raised) == 0 { return Int(clamping: wanted) }
        }
        return Int(clamping: limit.rlim_cur)
    }

    #if canImport(Glibc)
        private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
    #else
        private static var resource: Int32 { Int32(RLIMIT_NOFILE) }
    #endif
}
