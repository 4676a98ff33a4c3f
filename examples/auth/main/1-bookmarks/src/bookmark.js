import { HttpError } from './http.js';

/** Picks a bookmark's fields from what a client sent. With `whole`, those that are missing get their defaults. */
export function bookmarkFields(body, { whole }) {
  const fields = {};
  if (whole || body.url !== undefined) fields.url = webAddress(body.url);
  if (whole || body.title !== undefined) fields.title = text(body.title ?? fields.url, 'title');
  if (whole || body.tags !== undefined) fields.tags = tags(body.tags ?? []);
  return fields;
}

function webAddress(value) {
  if (typeof value !== 'string' || !URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new HttpError(400, 'url has to be an http or https address.');
  }
  return value;
}

function text(value, name) {
  if (typeof value !== 'string' || value.length > 500) {
    throw new HttpError(400, `${name} has to be text of at most 500 characters.`);
  }
  return value;
}

function tags(value) {
  if (!Array.isArray(value)) throw new HttpError(400, 'tags has to be a list.');
  return value.map((tag) => text(tag, 'a tag'));
}
