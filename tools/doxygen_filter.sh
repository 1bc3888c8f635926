#!/bin/sh
# A header as Doxygen wants it: our plain comments become its own, and say what they say letter by
# letter (no <tags>, no @commands).
exec sed -E \
  -e 's,^( *)//( |$),\1///\2,' \
  -e 's,([^ /].*[^ ]) +// ,\1 ///< ,' \
  -e '/\/\/\//s,@,\\@,g' \
  -e '/^ *\/\/\//s,#([A-Z]),\\#\1,g' \
  -e '/^ *\/\/\//s,<([A-Za-z_]+)>,\\<\1\\>,g' "$1"
