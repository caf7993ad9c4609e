// Requests to the server of the editor, on this machine.

export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Refused("The editor has ended. Start `align review` again; nothing that you decided is lost.", 0);
  }
  const value = await response.json().catch(() => ({ error: `The server failed (${response.status}).` }));
  if (!response.ok) throw new Refused(value.error, response.status);
  return value;
}

export const get = (name, values = {}) => answer(fetch(`/api/${name}?${new URLSearchParams(values)}`));

export const post = (name, values = {}, options = {}) =>
  answer(
    fetch(`/api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(values),
      ...options,
    }),
  );
