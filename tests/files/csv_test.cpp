#include "msmv/files/csv.h"

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::files {
namespace {

using testing::TemporaryFolder;
using Fields = std::vector<std::string>;

std::vector<Fields> rows_of(std::string_view text) {
  TemporaryFolder folder;
  write_atomically(folder / "a.csv", text);
  std::vector<Fields> rows;
  for (const CsvRow& row : read_csv(folder / "a.csv")) {
    rows.push_back(row.fields);
  }
  return rows;
}

// The fault without the folder's name: "a.csv:2: ...".
std::string fault_of(std::string_view text) {
  TemporaryFolder folder;
  write_atomically(folder / "a.csv", text);
  try {
    read_csv_table(folder / "a.csv");
  } catch (const InputError& error) {
    return std::string(error.what()).substr(folder.path().string().size() + 1);
  }
  return "no fault";
}

TEST(Csv, ReadsWhatRfc4180Allows) {
  const std::vector<Fields> expected = {{"a", "b"}, {"1", "x, \"y\"\nz"}, {" 2 ", ""}};
  EXPECT_EQ(rows_of("a,b\n1,\"x, \"\"y\"\"\nz\"\n 2 ,\n"), expected);
}

TEST(Csv, DoesNotMindByteOrderMarkCarriageReturnsEmptyLinesOrAMissingLastLineEnd) {
  const std::vector<Fields> expected = {{"a", "b"}, {"\xC3\xA9", "2"}};
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a,b\r\n\r\n\xC3\xA9,2"),
            expected);
  EXPECT_EQ(rows_of("a,\"b\"\r\n\xC3\xA9,2\r\n"), expected);
}

// Excel on macOS ("CSV (Macintosh)"), Excel's line for itself, and what it writes of rows and
// columns that were once used.
TEST(Csv, ReadsWhatSpreadsheetsMakeOfATable) {
  const std::vector<Fields> expected = {{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(rows_of("a,b\r1,2\r"), expected);
  EXPECT_EQ(rows_of("sep=;\r\na;b\r\n1;2\r\n"), expected);
  EXPECT_EQ(rows_of("sep=|\na|b\n1|2\n"), expected);
  EXPECT_EQ(rows_of("a,b\n1,2\n,\n , \n,\n"), expected);
  EXPECT_EQ(rows_of("a,b\n1,2\n\x1A"), expected);
  EXPECT_EQ(fault_of("a,b,,\n1,2,,\n"), "no fault");
  EXPECT_EQ(rows_of("a\tb, c\td\n"), (std::vector<Fields>{{"a", "b, c", "d"}}));
  EXPECT_EQ(rows_of("\xEF\xBB\xBF\xEF\xBB\xBF"
                    "a,b\n1,2\n"),
            expected);
  EXPECT_EQ(fault_of("sep=;\na;b\n1;2;3\n"), "a.csv:3: 3 fields, expected 2 (a, b)");
}

// Excel's "Unicode text" is UTF-16 with tabs; other programs write its other byte order.
TEST(Csv, ReadsUtf16WithAByteOrderMark) {
  using namespace std::string_view_literals;
  const std::vector<Fields> expected = {{"a", "b"}, {"\xC3\xA9", "2"}};
  EXPECT_EQ(rows_of("\xFF\xFE"
                    "a\0\t\0b\0\r\0\n\0\xE9\0\t\0"
                    "2\0\r\0\n\0"sv),
            expected);
  EXPECT_EQ(rows_of("\xFE\xFF"
                    "\0a\0,\0b\0\n\0\xE9\0,\0"
                    "2"sv),
            expected);
  EXPECT_EQ(rows_of("\xFF\xFE"sv), (std::vector<Fields>{}));
  EXPECT_EQ(fault_of("\xFF\xFE"
                     "a\0,"sv),
            "a.csv: is damaged: it begins as UTF-16 and goes on as something else");
}

// The fields of a row and the note, of bytes that may be Windows-1252.
std::pair<Fields, std::string> noted(std::string_view text) {
  TemporaryFolder folder;
  write_atomically(folder / "a.csv", text);
  std::string note;
  return {read_csv(folder / "a.csv", note).at(0).fields, note};
}

TEST(Csv, ReadsWindows1252WhereItCanBeSaid) {
  const std::string note =
      "is not UTF-8: read as Windows-1252 (save it as UTF-8 where a name looks wrong)";
  EXPECT_EQ(noted("M\xFCller,\x80\n"), std::pair(Fields({"M\xC3\xBCller", "\xE2\x82\xAC"}), note));
  EXPECT_EQ(noted("M\xC3\xBCller\n"), std::pair(Fields({"M\xC3\xBCller"}), std::string()));
}

// Not a table that two programs wrote at, one that was cut inside a letter, or no text at all.
TEST(Csv, ReadsAsWindows1252WhatMayBeIt) {
  for (const char* text :
       {"M\xC3\xBCller,M\xFCller\n", "caf\xE2\x82", "a,\x81\n", "\x89PNG\x1A\n"}) {
    try {
      noted(text);
      FAIL() << "no fault: " << text;
    } catch (const InputError& error) {
      EXPECT_EQ(error.fault(), "holds bytes that are not UTF-8 (save it as UTF-8)");
    }
  }
}

TEST(Csv, ColumnsHaveNoBlanksAround) {
  TemporaryFolder folder;
  write_atomically(folder / "a.csv", "\u200b File\u00a0,\"class \"\nx , y\n");
  const CsvTable table = read_csv_table(folder / "a.csv");
  EXPECT_EQ(table.columns, (Fields{"File", "class"}));
  EXPECT_EQ(table.rows[0].fields, (Fields{"x ", " y"}));
}

TEST(Csv, KnowsTheLineARowBeginsOn) {
  TemporaryFolder folder;
  write_atomically(folder / "a.csv", "a\n\"x\ny\"\n\nb\n");
  const auto rows = read_csv(folder / "a.csv");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1].line, 2U);
  EXPECT_EQ(rows[2].line, 5U);
  EXPECT_EQ(place(folder / "a.csv", rows[2]), (folder / "a.csv").string() + ":5");
}

TEST(Csv, NamesTheLineOfEachFault) {
  EXPECT_EQ(fault_of("a,b\n1,\"x\n"), "a.csv:2: a quote is opened and never closed");
  EXPECT_EQ(fault_of("a,b\n1,x\"y\n"),
            "a.csv:2: a quote inside a field that does not begin with one");
  EXPECT_EQ(fault_of("a,b\n\"1\"x,y\n"), "a.csv:2: text after a closing quote");
  EXPECT_EQ(fault_of("a,b\n1,2\n3\n"), "a.csv:3: 1 fields, expected 2 (a, b)");
  EXPECT_EQ(fault_of("a,b\n1,\xFF\n"),
            "a.csv:2: holds bytes that are not UTF-8 (save it as UTF-8)");
  EXPECT_EQ(
      fault_of(std::string_view("a\0,b\n", 5)),
      "a.csv:1: holds a NUL byte: not a CSV file, or UTF-16 without its mark (save it as UTF-8)");
  EXPECT_EQ(fault_of("a,b\r1,2\r\n"), "a.csv:1: a carriage return without a line feed");
  EXPECT_EQ(fault_of("a,A\n"), "a.csv:1: column \"A\" comes twice");
  EXPECT_EQ(fault_of("a;b\n1;2;3\n"), "a.csv:2: 3 fields, expected 2 (a, b)");
  EXPECT_EQ(fault_of("\n"), "a.csv: is empty: expected a header of column names");
}

TEST(Csv, AHeaderHasAReasonableLength) {
  const std::string thousand(1000, 'x');
  EXPECT_EQ(fault_of("a," + thousand + "\n1,2\n"), "no fault");
  EXPECT_EQ(fault_of("a,x" + thousand + "\n1,2\n"), "a.csv:1: a column name of 1001 bytes");
  std::string columns = "0";
  for (int i = 1; i < 10'000; ++i) {
    columns += "," + std::to_string(i);
  }
  EXPECT_EQ(fault_of(columns + "\n"), "no fault");
  EXPECT_EQ(fault_of(columns + ",more\n"), "a.csv:1: 10001 columns, at most 10000 wanted");
}

TEST(Csv, NamesAFileThatIsMissingOrAFolder) {
  TemporaryFolder folder;
  EXPECT_THROW(read_csv(folder / "missing.csv"), InputError);
  EXPECT_THROW(read_csv(folder.path()), InputError);
}

TEST(Csv, FindsColumnsWhateverTheirCapitals) {
  TemporaryFolder folder;
  write_atomically(folder / "a.csv", "File,class\nx,y\n");
  const CsvTable table = read_csv_table(folder / "a.csv");
  EXPECT_EQ(table.at("file"), 0U);
  EXPECT_EQ(table.find("patient"), std::nullopt);
  try {
    table.at("split");
    FAIL() << "no fault";
  } catch (const InputError& error) {
    EXPECT_EQ(error.fault(), "no column \"split\" (columns: File, class)");
  }
}

TEST(Csv, AFieldThatIsWrittenReadsBackTheSame) {
  for (const std::string text : {"plain", "a,b", "say \"x\"", "two\nlines", "r\r\n", ""}) {
    EXPECT_EQ(rows_of("first," + csv_field(text) + "\n"), (std::vector<Fields>{{"first", text}}));
  }
  EXPECT_EQ(csv_field("plain"), "plain");
}

TEST(Csv, BytesThatAreNoUtf8AreWrittenAsReplacementsAndTheRestAsItIs) {
  const std::string replaced = "\xEF\xBF\xBD";
  EXPECT_EQ(csv_field("caf\xE9.png"), "caf" + replaced + ".png");
  EXPECT_EQ(csv_field("\xFF,"), "\"" + replaced + ",\"");
  EXPECT_EQ(csv_field("cut \xE2\x82"), "cut " + replaced);
  EXPECT_EQ(csv_field("caf\xC3\xA9"), "caf\xC3\xA9");
}

// As Excel writes tables on a German machine, and pastes them.
TEST(Csv, FieldsMayBePartedBySemicolonsOrTabs) {
  const TemporaryFolder folder;
  for (const std::string separator : {";", "\t"}) {
    const std::string header = "file" + separator + "mpp\n";
    write_atomically(folder / "a.csv", header + "a,b.tif" + separator + "0,42\n");
    const CsvTable table = read_csv_table(folder / "a.csv");
    EXPECT_EQ(table.columns, (std::vector<std::string>{"file", "mpp"}));
    EXPECT_EQ(table.rows.at(0).fields, (std::vector<std::string>{"a,b.tif", "0,42"}));
  }
}

TEST(Csv, ANumberIsNothingButANumber) {
  EXPECT_EQ(csv_number(" 0.42 "), 0.42);
  EXPECT_EQ(csv_number("4.2e-1"), 0.42);
  EXPECT_EQ(csv_number("0,42"), 0.42);
  EXPECT_EQ(csv_number("\u00a0+0.42\u00a0"), 0.42);
  for (const char* text :
       {"", " ", "+", "+-1", "1,234.5", "1,2,3", "0.42um", "nan", "inf", "1e999", "0x1"}) {
    EXPECT_EQ(csv_number(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace msmv::files
