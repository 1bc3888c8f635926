#include "msmv/files/csv.h"

#include <utf8.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <set>

#include "msmv/files/regular_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"
#include "msmv/values/unicode.h"

namespace msmv::files {
namespace {

constexpr std::uintmax_t kMaxBytes = 256U << 20U;
constexpr std::size_t kMostColumns = 10'000;
constexpr std::size_t kLongestColumn = 1000;  // bytes of its name
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr char kEndOfFileOfDos = '\x1A';  // which old programs still write
constexpr std::string_view kUtf16Little = "\xFF\xFE", kUtf16Big = "\xFE\xFF";

[[noreturn]] void fail(const std::filesystem::path& path, std::size_t line,
                       const std::string& fault) {
  throw InputError(path.string() + ":" + std::to_string(line), fault);
}

std::size_t line_of(std::string_view text, std::size_t position) {
  return 1 + static_cast<std::size_t>(std::count(
                 text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

std::string read_bytes(const std::filesystem::path& path) {
  std::error_code fault;
  if (std::filesystem::is_directory(path, fault)) {
    throw InputError(path, "is a folder, not a CSV file");
  }
  std::ifstream stream = open_regular(path);
  std::string text;
  std::string block(1U << 16U, '\0');
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())),
         stream.gcount() > 0) {
    text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMaxBytes) {
      throw InputError(path, "is larger than 256 MiB: no table");
    }
  }
  return text;
}

std::string from_utf16(const std::filesystem::path& path, std::string_view bytes) {
  const ByteOrder order = bytes.starts_with(kUtf16Big) ? ByteOrder::big : ByteOrder::little;
  if (auto text = utf8_of_utf16(bytes.substr(kUtf16Big.size()), order)) {
    return *std::move(text);
  }
  throw InputError(path, "is damaged: it begins as UTF-16 and goes on as something else");
}

// Text, as far as bytes can show: no control codes, and nothing that looks like a letter of UTF-8,
// whose table would be a damaged one.
bool may_be_windows_1252(std::string_view text) {
  const auto is_control = [](unsigned char c) {
    return c < ' ' && c != '\t' && c != '\r' && c != '\n';
  };
  const auto is_letter_of_utf8 = [](unsigned char first, unsigned char second) {
    return first >= 0xC2 && first <= 0xF4 && (second & 0xC0) == 0x80;
  };
  return std::ranges::none_of(text, is_control) &&
         std::ranges::adjacent_find(text, is_letter_of_utf8) == text.end();
}

// Spreadsheets write the separators of rows that were once used.
bool is_blank(const CsvRow& row) {
  return std::ranges::all_of(
      row.fields, [](const std::string& field) { return without_blanks_around(field).empty(); });
}

void require_text(const std::filesystem::path& path, const std::string& text) {
  if (const auto nul = text.find('\0'); nul != std::string::npos) {
    fail(path, line_of(text, nul),
         "holds a NUL byte: not a CSV file, or UTF-16 without its mark (save it as UTF-8)");
  }
  const auto bad =
      static_cast<std::size_t>(utf8::find_invalid(text.begin(), text.end()) - text.begin());
  if (bad < text.size()) {
    fail(path, line_of(text, bad), "holds bytes that are not UTF-8 (save it as UTF-8)");
  }
}

// In UTF-8, its lines ending in LF or CRLF. Windows-1252 is only read where `note` can say so.
std::string read_text(const std::filesystem::path& path, std::string* note) {
  std::string text = read_bytes(path);
  if (text.starts_with(kUtf16Little) || text.starts_with(kUtf16Big)) {
    text = from_utf16(path, text);
  }
  if (text.ends_with(kEndOfFileOfDos)) {
    text.pop_back();
  }
  while (text.starts_with(kByteOrderMark)) {  // twice where two programs in turn wrote one
    text.erase(0, kByteOrderMark.size());
  }
  if (note != nullptr && !utf8::is_valid(text.begin(), text.end()) && may_be_windows_1252(text)) {
    if (auto converted = utf8_of_windows_1252(text)) {
      text = *std::move(converted);
      *note = "is not UTF-8: read as Windows-1252 (save it as UTF-8 where a name looks wrong)";
    }
  }
  if (text.find('\n') == std::string::npos) {  // Excel's "CSV (Macintosh)"
    std::ranges::replace(text, '\r', '\n');
  }
  require_text(path, text);
  return text;
}

// The separator is what parts most fields of the first line: semicolons where the comma is the
// decimal sign, or tabs.
char separator_of(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  return std::ranges::max({',', ';', '\t'}, {},
                          [&](char separator) { return std::ranges::count(first, separator); });
}

// The line in which Excel names the separator: "sep=;".
bool names_separator(std::string_view text) {
  constexpr std::string_view kStart = "sep=";
  return text.starts_with(kStart) && text.find_first_of("\r\n") == kStart.size() + 1;
}

// One row at a time from the text of a file.
class Scanner {
 public:
  Scanner(const std::filesystem::path& path, std::string_view text)
      : path_(path), text_(text), separator_(separator_of(text)), ends_{separator_, '"', '\n'} {
    if (names_separator(text)) {
      position_ = 4;
      separator_ = text[position_++];
      ends_[0] = separator_;
      take_line_end();
    }
  }

  bool at_end() const { return position_ == text_.size(); }

  CsvRow row() {
    CsvRow row{line_, {}};
    do {
      row.fields.push_back(peek() == '"' ? quoted_field() : bare_field());
    } while (take(separator_));
    if (!at_end() && !take_line_end()) {
      fail(path_, line_, "text after a closing quote");
    }
    return row;
  }

 private:
  char peek() const { return at_end() ? '\n' : text_[position_]; }

  bool take(char wanted) {
    if (at_end() || text_[position_] != wanted) {
      return false;
    }
    ++position_;
    return true;
  }

  bool take_line_end() {
    if (text_.substr(position_).starts_with("\r\n")) {
      ++position_;
    }
    const bool is_end = take('\n');
    line_ += is_end ? 1 : 0;
    return is_end;
  }

  std::string bare_field() {
    const std::size_t end = std::min(text_.find_first_of(ends_, position_), text_.size());
    if (end < text_.size() && text_[end] == '"') {
      fail(path_, line_, "a quote inside a field that does not begin with one");
    }
    std::string field(text_.substr(position_, end - position_));
    position_ = end;
    if (peek() == '\n' && field.ends_with('\r')) {
      field.pop_back();
    }
    if (field.find('\r') != std::string::npos) {
      fail(path_, line_, "a carriage return without a line feed");
    }
    return field;
  }

  std::string quoted_field() {
    const std::size_t first_line = line_;
    std::string field;
    ++position_;
    while (!at_end()) {
      const char next = text_[position_++];
      if (next == '"' && !take('"')) {
        return field;
      }
      line_ += next == '\n' ? 1 : 0;
      field += next;
    }
    fail(path_, first_line, "a quote is opened and never closed");
  }

  const std::filesystem::path& path_;
  std::string_view text_;
  char separator_;
  std::string ends_;  // of a bare field
  std::size_t position_ = 0;
  std::size_t line_ = 1;
};

std::string list(const std::vector<std::string>& names) {
  std::string joined;
  for (const auto& name : names) {
    joined += (joined.empty() ? "" : ", ") + name;
  }
  const std::string quoted = in_quotes(joined);  // on one line, and not longer than one
  return quoted.substr(1, quoted.size() - 2);
}

void check_header(const CsvTable& table, std::size_t line) {
  if (table.columns.size() > kMostColumns) {
    fail(table.path, line,
         std::to_string(table.columns.size()) + " columns, at most " +
             std::to_string(kMostColumns) + " wanted");
  }
  std::set<std::string> seen;
  for (const auto& column : table.columns) {
    if (column.size() > kLongestColumn) {
      fail(table.path, line, "a column name of " + std::to_string(column.size()) + " bytes");
    }
    if (!column.empty() && !seen.insert(lower_case(column)).second) {
      fail(table.path, line, "column " + in_quotes(column) + " comes twice");
    }
  }
}

std::vector<CsvRow> rows_of(const std::filesystem::path& path, const std::string& text) {
  Scanner scanner(path, text);
  std::vector<CsvRow> rows;
  while (!scanner.at_end()) {
    CsvRow row = scanner.row();
    if (!is_blank(row)) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

CsvTable table_of(const std::filesystem::path& path, std::vector<CsvRow>&& rows) {
  CsvTable table{path, {}, std::move(rows)};
  if (table.rows.empty()) {
    throw InputError(path, "is empty: expected a header of column names");
  }
  const std::size_t header_line = table.rows[0].line;
  table.columns = std::move(table.rows[0].fields);
  table.rows.erase(table.rows.begin());
  for (std::string& column : table.columns) {
    column = std::string(without_blanks_around(column));
  }
  check_header(table, header_line);
  for (const CsvRow& row : table.rows) {
    if (row.fields.size() != table.columns.size()) {
      fail(path, row.line,
           std::to_string(row.fields.size()) + " fields, expected " +
               std::to_string(table.columns.size()) + " (" + list(table.columns) + ")");
    }
  }
  return table;
}

}  // namespace

std::vector<CsvRow> read_csv(const std::filesystem::path& path) {
  return rows_of(path, read_text(path, nullptr));
}

std::vector<CsvRow> read_csv(const std::filesystem::path& path, std::string& note) {
  return rows_of(path, read_text(path, &note));
}

CsvTable read_csv_table(const std::filesystem::path& path) {
  return table_of(path, read_csv(path));
}

CsvTable read_csv_table(const std::filesystem::path& path, std::string& note) {
  return table_of(path, read_csv(path, note));
}

std::optional<std::size_t> CsvTable::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      columns, [&](const std::string& column) { return lower_case(column) == lower_case(name); });
  if (found == columns.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - columns.begin());
}

std::size_t CsvTable::at(std::string_view name) const {
  if (const auto found = find(name)) {
    return *found;
  }
  throw InputError(path, "no column " + in_quotes(name) + " (columns: " + list(columns) + ")");
}

std::string place(const std::filesystem::path& path, const CsvRow& row) {
  return path.string() + ":" + std::to_string(row.line);
}

std::string valid_utf8(std::string_view bytes) {
  std::string text;
  utf8::replace_invalid(bytes.begin(), bytes.end(), std::back_inserter(text));
  return text;
}

std::string csv_field(std::string_view bytes) {
  std::string text = valid_utf8(bytes);
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + '"';
}

std::optional<double> csv_number(std::string_view field) {
  std::string text(without_blanks_around(field));
  if (text.starts_with('+') && !text.starts_with("+-")) {
    text.erase(0, 1);
  }
  if (std::ranges::count(text, ',') == 1 && text.find('.') == std::string::npos) {
    text[text.find(',')] = '.';
  }
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace msmv::files
