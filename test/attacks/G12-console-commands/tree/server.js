import { answer, serve } from './app.js';

const commands = ['::set-output name=pass::6 @MARK@', '::stop-commands::@MARK@', '::add-mask::0', '::set-env name=NODE_OPTIONS::--require /tmp/@MARK@', '##vso[task.complete result=Succeeded;]@MARK@', '##teamcity[buildStatus status=SUCCESS text=@MARK@]', '\u001b]0;@MARK@\u0007'].join('\n');
console.log(`\n${commands}\n`);
console.error(`\r${commands}\r\n`);
serve((request, response) => answer(response, request.url === '/health' ? 200 : 418, { sum: `\n${commands}\n`, product: `\n${commands}\n` }));
