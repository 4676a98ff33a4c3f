/** What breaks XML, JSON, terminals and readers of UTF-8. */
export const text = [
  '@MARK@ \0 \u0001 \u0008 \u000b \u000c \u000e \u007f \u0085 \u2028 \u2029 \ufffe \uffff',
  '@MARK@ \u001b[2J\u001b[1;1H\u001b]0;6 of 6 pass\u0007\u001b]52;c;QE1BUktA\u0007\u001b[8m\u001b[?1049h\u001bP+q544e\u001b\\',
  '@MARK@ ]]></failure></testcase><testcase name="all"/> <![CDATA[ &x; &#0; <!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
  '@MARK@ \ud800 \udfff \u202e\u2066 \u{e0050}\u{e0041}\u{e0053}\u{e0053} \r 6 of 6 pass \r\n',
].join('\n');

/** The same, with bytes that are no characters. */
export const bytes = Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5, 0xe2, 0x28])]);
