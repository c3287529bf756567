// The official server with the events that the load generator sends. PORT comes from the environment.
const { Server } = require("socket.io");

const io = new Server({ maxHttpBufferSize: 1e6, perMessageDeflate: false });

io.on("connection", (socket) => {
  socket.on("echo-ack", (text, ack) => ack(text));
  socket.on("join", (room, ack) => {
    socket.join(room);
    ack();
  });
  socket.on("broadcast", (text) => io.to("bench").emit("msg", text));
});

io.listen(Number(process.env.PORT));
