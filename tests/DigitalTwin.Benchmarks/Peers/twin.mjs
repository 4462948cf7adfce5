// A twin with Vercel's AI SDK: the persona in the system prompt, each conversation a JSON file, as the SDK's guide to persistence has it.
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, streamText } from "ai";

const { MODEL, MEMORY, PERSONA, PORT } = process.env;
const system = readFileSync(PERSONA, "utf8");
const model = createOpenAICompatible({ name: "stub", baseURL: MODEL, includeUsage: true })("stub");

const fileOf = (session) => join(MEMORY, `${session}.json`);
const load = async (session) => (existsSync(fileOf(session)) ? JSON.parse(await readFile(fileOf(session), "utf8")) : []);
const save = (session, messages) => writeFile(fileOf(session), JSON.stringify(messages, null, 2));

async function chat(request, response) {
  let body = "";
  for await (const piece of request) body += piece;
  const { message, sessionId = randomUUID() } = JSON.parse(body);
  const messages = [...(await load(sessionId)), { role: "user", content: message }];
  const asked = { model, system, messages: messages.slice(-20) };
  if (request.headers.accept === "text/event-stream") {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    let text = "";
    for await (const piece of streamText(asked).textStream) {
      text += piece;
      response.write(`data: ${JSON.stringify({ text: piece })}\n\n`);
    }
    await save(sessionId, [...messages, { role: "assistant", content: text }]);
    response.end(`data: ${JSON.stringify({ sessionId })}\n\n`);
    return;
  }

  const { text } = await generateText(asked);
  await save(sessionId, [...messages, { role: "assistant", content: text }]);
  const answer = Buffer.from(JSON.stringify({ reply: text, sessionId }));
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": answer.length }).end(answer);
}

createServer((request, response) => {
  chat(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).listen(Number(PORT), "127.0.0.1");
