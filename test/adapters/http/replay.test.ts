import { describe, expect, it } from 'vitest';
import { replay } from '../../../adapters/http/replay.ts';
import { usual } from '../../../adapters/http/request.ts';
import type { HttpPayload, HttpRequest } from '../../../harness/model/adapter.ts';

const url = 'http://127.0.0.1:3000';

function action(method: string, content?: HttpPayload): HttpRequest {
  return { kind: 'http', method, target: '/', headers: [], redirects: 0, timeout: 1, ...(content && { content }) };
}

describe('the replay line of a request', () => {
  it('is short for a plain GET', () => {
    expect(replay(action('GET'), `${url}/api/me`, usual)).toBe('curl -i http://127.0.0.1:3000/api/me');
  });

  it('has method, headers, cookie and body, quoted for a shell', () => {
    const headers = [...usual, ['Content-Type', 'application/json'], ['X-Empty', ''], ['Cookie', 'sid=1']] as const;
    const content = { is: 'text', type: 'application/json', text: '{"name":"O\'Brien $HOME"}' } as const;
    expect(replay(action('POST', content), `${url}/api?a=1&b=2`, headers)).toBe(
      `curl -i -X POST 'http://127.0.0.1:3000/api?a=1&b=2' -H 'Content-Type: application/json' -H 'X-Empty;' -H 'Cookie: sid=1' --data-raw '{"name":"O'\\''Brien $HOME"}'`,
    );
  });

  it('shows a user agent that the scenario chose', () => {
    expect(replay(action('GET'), url, [['User-Agent', 'x']])).toContain("-H 'User-Agent: x'");
  });

  it('keeps curl from tidying up a path', () => {
    expect(replay(action('GET'), `${url}/a/../b`, [])).toBe('curl -i --path-as-is -g http://127.0.0.1:3000/a/../b');
  });

  it('asks for the head alone with HEAD', () => {
    expect(replay(action('HEAD'), url, [])).toBe('curl -i -I http://127.0.0.1:3000');
  });

  it('leaves the boundary of a form to curl', () => {
    const content = {
      is: 'multipart',
      parts: [
        { is: 'field', name: 'title', text: '@home' },
        { is: 'content', name: 'note', filename: 'n.txt', type: 'text/plain', text: 'a;"b"' },
        { is: 'file', name: 'photo', filename: 'p.png', path: 'p.png' },
      ],
    } as const;
    const headers = [['Content-Type', 'multipart/form-data; boundary=x']] as const;
    expect(replay(action('POST', content), url, headers)).toBe(
      `curl -i -X POST http://127.0.0.1:3000 --form-string title=@home -F 'note="a;\\"b\\"";filename="n.txt";type=text/plain' -F 'photo=@"p.png";filename="p.png";type=application/octet-stream'`,
    );
  });

  it('is left out when no shell could take it', () => {
    expect(replay(action('POST', { is: 'text', type: 't', text: 'a\0b' }), url, [])).toBeUndefined();
    expect(replay(action('POST', { is: 'text', type: 't', text: 'x'.repeat(20_000) }), url, [])).toBeUndefined();
  });
});
