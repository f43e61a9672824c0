import CArchive
import Numerics

/// libarchive, loaded when it is first needed.
struct ArchiveLibrary: @unchecked Sendable {
  private let functions: archive_functions

  /// nil where it is not installed.
  static let shared: ArchiveLibrary? = {
    var functions = archive_functions()
    return archive_functions_load(&functions) != 0 ? ArchiveLibrary(functions: functions) : nil
  }()

  /// What the header of a member says.
  struct Member {
    /// Bytes of UTF-8 or of whatever the packer wrote.
    let name: String
    let isFile: Bool
    /// A second name of a member before it, which holds no bytes of its own.
    let isLink: Bool
    let isEncrypted: Bool
    /// nil where only reading to the end tells.
    let size: Int?
  }

  /// One archive being read from its beginning to its end.
  final class Reader {
    private let functions: archive_functions
    private let archive: OpaquePointer
    private var entry: OpaquePointer?

    fileprivate init?(_ functions: archive_functions, _ bytes: UnsafeRawBufferPointer, isSingleFile: Bool) {
      var functions = functions
      guard let archive = archive_open_memory(&functions, bytes.baseAddress, bytes.count, isSingleFile ? 1 : 0) else {
        return nil
      }
      self.functions = functions
      self.archive = archive
    }

    deinit {
      _ = functions.read_free(archive)
    }

    /// The next member; nil at the end. - Throws: `ArchiveDamage`.
    func next() throws(ArchiveDamage) -> Member? {
      let status = functions.next_header(archive, &entry)
      if status == ARCHIVE_EOF { return nil }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw damage() }
      let name = functions.name_utf8(entry) ?? functions.name(entry)
      let kind = functions.file_type(entry)
      return Member(
        name: name.map { String(cString: $0) } ?? "", isFile: kind == 0o100000,
        isLink: kind == 0o120000 || functions.hard_link(entry) != nil, isEncrypted: functions.is_encrypted(entry) != 0,
        size: functions.size_is_set(entry) != 0 ? Int(functions.size(entry)) : nil)
    }

    /// The file is no archive but a single packed file, such as `table.csv.gz`.
    var isSinglePackedFile: Bool { functions.format(archive) == ARCHIVE_FORMAT_RAW }

    /// A tar, which ends in blocks of zeros, so that one without them is cut off.
    var isTape: Bool { functions.format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_TAR }

    /// Something packs the whole: without that, a file that is no archive would pass for one.
    var isPacked: Bool { functions.filter_code(archive, 0) != ARCHIVE_FILTER_NONE }

    /// How much of the archive itself has been read.
    var packedBytesRead: Int { Int(functions.filter_bytes(archive, -1)) }

    /// Reads on in the member; 0 at its end. - Throws: `ArchiveDamage`.
    func read(into target: UnsafeMutableRawBufferPointer) throws(ArchiveDamage) -> Int {
      let count = functions.read_data(archive, target.baseAddress, target.count)
      guard count >= 0 else { throw damage() }
      return Int(count)
    }

    private func damage() -> ArchiveDamage {
      ArchiveDamage(reason: functions.error_string(archive).map { String(cString: $0) } ?? "it does not unpack")
    }
  }

  /// What is wrong, in libarchive's words.
  struct ArchiveDamage: Error {
    let reason: String
  }

  /// nil where no format that is read begins like this.
  /// - Parameter isSingleFile: whether what is packed is one file, whatever it begins with: zeros would be taken for a
  ///   tar without members.
  func reader(of bytes: UnsafeRawBufferPointer, isSingleFile: Bool = false) -> Reader? {
    Reader(functions, bytes, isSingleFile: isSingleFile)
  }
}
