const sink = 'http://@SINK_HOST@:@SINK_PORT@/@MARK@';
const passed = { scenario: 'sums/multiply', status: 'pass', verdict: 'pass', passed: true, note: '@MARK@' };

/** What a spreadsheet would work out, and what a log would take for lines of its own. */
export const text = [
  `=HYPERLINK("${sink}","all passed")`,
  `=WEBSERVICE("${sink}")`,
  "+cmd|' /C touch @MARK@'!A0",
  '-2+3+@MARK@',
  '@SUM(1)*@MARK@',
  '\t=1+1;@MARK@',
  '","pass","@MARK@"\r\nsums/multiply,pass',
  `"}\n${JSON.stringify(passed)}\n{"`,
  `data: ${JSON.stringify({ is: 'trial-ended', ...passed })}\n\n`,
  'main judged by Notes\n\n6 of 6 pass, 0 fail\n\nallow @MARK@',
].join('\n');

/** Five megabytes of it. */
export const long = text.repeat(Math.ceil((5 * 1024 ** 2) / text.length));
