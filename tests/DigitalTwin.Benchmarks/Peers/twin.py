"""A twin as courses teach it: FastAPI, the persona in the system prompt, each conversation a JSON file that is read and rewritten."""

import json
import os
import uuid
from pathlib import Path

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

MODEL = os.environ["MODEL"]
MEMORY = Path(os.environ["MEMORY"])
PERSONA = Path(os.environ["PERSONA"]).read_text()

app = FastAPI()
client = httpx.AsyncClient(timeout=None, limits=httpx.Limits(max_connections=None))


class ChatRequest(BaseModel):
    message: str
    session_id: str | None = None


def load(session: str) -> list[dict]:
    file = MEMORY / f"{session}.json"
    return json.loads(file.read_text()) if file.exists() else []


def save(session: str, messages: list[dict]) -> None:
    (MEMORY / f"{session}.json").write_text(json.dumps(messages, indent=2))


@app.post("/api/chat")
async def chat(body: ChatRequest, request: Request):
    session = body.session_id or str(uuid.uuid4())
    conversation = load(session) + [{"role": "user", "content": body.message}]
    streams = request.headers.get("accept") == "text/event-stream"
    asked = {"model": "stub", "stream": streams, "messages": [{"role": "system", "content": PERSONA}] + conversation[-20:]}
    if streams:
        return StreamingResponse(stream(session, conversation, asked), media_type="text/event-stream")

    answer = (await client.post(f"{MODEL}/chat/completions", json=asked)).json()
    reply = answer["choices"][0]["message"]["content"]
    save(session, conversation + [{"role": "assistant", "content": reply}])
    return {"reply": reply, "session_id": session}


async def stream(session: str, conversation: list[dict], asked: dict):
    text = ""
    async with client.stream("POST", f"{MODEL}/chat/completions", json=asked) as answer:
        async for line in answer.aiter_lines():
            if not line.startswith("data: ") or line.startswith("data: [DONE]"):
                continue
            choices = json.loads(line[6:])["choices"]
            piece = choices[0]["delta"].get("content", "") if choices else ""
            if piece:
                text += piece
                yield f"data: {json.dumps({'text': piece})}\n\n"
    save(session, conversation + [{"role": "assistant", "content": text}])
    yield f"data: {json.dumps({'session_id': session})}\n\n"
