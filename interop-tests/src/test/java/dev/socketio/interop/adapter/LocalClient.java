package dev.socketio.interop.adapter;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A client that is in one namespace and keeps what it gets. It answers what asks for an
 * acknowledgement.
 */
final class LocalClient implements AutoCloseable {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
		.maxFramePayloadLength(1_000_000)
		.expectMaskedFrames(false)
		.build();

	private static final Pattern PACKET = Pattern.compile("([0-6])(?:(\\d+)-)?(?:(/[^,]*),)?(\\d*)(.*)",
			Pattern.DOTALL);

	private final Channel channel;

	private final String namespace;

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final Set<String> signals = ConcurrentHashMap.newKeySet();

	private volatile Function<JsonNode, @Nullable String> answers = (event) -> "[\"yes\"]";

	private volatile String id = "";

	private volatile String pid = "";

	private volatile String offset = "";

	private volatile boolean hasLatestOffset;

	private volatile boolean left;

	/** Events before the answer to the connection, touched by the event loop only. */
	private final List<Incoming> early = new ArrayList<>();

	/** The event that waits for its attachments, touched by the event loop only. */
	private @Nullable Incoming incomplete;

	/**
	 * Connect, without waiting for the answer.
	 * @param address the server
	 * @param loops where to live
	 * @param namespace the namespace to join
	 * @param auth the credentials, as JSON
	 */
	LocalClient(LocalAddress address, EventLoopGroup loops, String namespace, String auth) {
		this.namespace = namespace;
		this.channel = new Bootstrap().group(loops)
			.channel(LocalChannel.class)
			.handler(new ChannelInitializer<LocalChannel>() {

				@Override
				protected void initChannel(LocalChannel channel) {
					channel.pipeline().addLast(new WebSocket13FrameDecoder(FRAMES), new ClientSide());
				}

			})
			.connect(address)
			.syncUninterruptibly()
			.channel();
		send("0", auth);
	}

	private void send(String type, String content) {
		this.channel.writeAndFlush("4" + type + (this.namespace.equals("/") ? "" : this.namespace + ",") + content);
	}

	String namespace() {
		return this.namespace;
	}

	String id() {
		return this.id;
	}

	String pid() {
		return this.pid;
	}

	/** The offset of the last event, whatever its name. */
	String offset() {
		return this.offset;
	}

	/** Whether the last event had an offset. */
	boolean hasLatestOffset() {
		return this.hasLatestOffset;
	}

	boolean isConnected() {
		return !this.id.isEmpty() && !this.left;
	}

	/** Whether the namespace was left, or the connection closed. */
	boolean hasLeft() {
		return this.left;
	}

	boolean isClosed() {
		return !this.channel.isActive();
	}

	/**
	 * Names and arguments as JSON, bytes as hexadecimal digits. A string at the end is
	 * taken for an offset and left out if the server recovers connections.
	 */
	List<String> events() {
		return List.copyOf(this.events);
	}

	/** Whether a signal of the suite has arrived; they are no {@link #events}. */
	boolean hasSignal(String signal) {
		return this.signals.contains(signal);
	}

	/** Set what to answer, {@code null} for nothing. */
	LocalClient answering(Function<JsonNode, @Nullable String> function) {
		this.answers = function;
		return this;
	}

	/** Lose the connection. */
	@Override
	public void close() {
		this.left = true;
		this.channel.close().syncUninterruptibly();
	}

	private void receive(String packet) {
		Matcher matcher = PACKET.matcher(packet);
		if (!matcher.matches()) {
			throw new AssertionError("Not a packet: " + packet);
		}
		String json = matcher.group(5);
		switch (packet.charAt(0)) {
			case '0' -> {
				JsonNode answer = MAPPER.readTree(json);
				this.pid = answer.path("pid").asString("");
				this.id = answer.path("sid").asString();
				this.early.forEach(this::complete);
				this.early.clear();
			}
			case '1' -> this.left = true;
			case '2' -> complete(new Incoming(matcher.group(4), MAPPER.readTree(json), 0, List.of()));
			case '5' -> this.incomplete = new Incoming(matcher.group(4), MAPPER.readTree(json),
					Integer.parseInt(matcher.group(2)), new ArrayList<>());
			default -> throw new AssertionError("Unexpected packet: " + packet);
		}
	}

	private void receive(byte[] attachment) {
		Incoming event = this.incomplete;
		if (event == null) {
			throw new AssertionError("Attachment without an event");
		}
		event.attachments.add(attachment);
		if (event.attachments.size() == event.expected) {
			this.incomplete = null;
			complete(event);
		}
	}

	private void complete(Incoming incoming) {
		if (this.id.isEmpty()) {
			// missed events come first
			this.early.add(incoming);
			return;
		}
		ArrayNode event = (ArrayNode) replaced(incoming.data, incoming.attachments);
		JsonNode last = event.get(event.size() - 1);
		this.hasLatestOffset = !this.pid.isEmpty() && event.size() > 1 && last.isString();
		if (this.hasLatestOffset) {
			this.offset = last.stringValue();
			event.remove(event.size() - 1);
		}
		if (event.get(0).stringValue().equals(TestCluster.SIGNAL)) {
			this.signals.add(event.get(1).stringValue());
		}
		else {
			this.events.add(event.toString());
		}
		String answer = incoming.ackId.isEmpty() ? null : this.answers.apply(event);
		if (answer != null) {
			send("3", incoming.ackId + answer);
		}
	}

	private static JsonNode replaced(JsonNode node, List<byte[]> attachments) {
		if (node.path("_placeholder").asBoolean(false)) {
			return StringNode.valueOf("0x" + HexFormat.of().formatHex(attachments.get(node.path("num").asInt())));
		}
		if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				array.set(i, replaced(array.get(i), attachments));
			}
		}
		else if (node instanceof ObjectNode object) {
			List.copyOf(object.propertyNames())
				.forEach((name) -> object.set(name, replaced(object.get(name), attachments)));
		}
		return node;
	}

	private record Incoming(String ackId, JsonNode data, int expected, List<byte[]> attachments) {

	}

	/**
	 * The client's side of the connection.
	 */
	private final class ClientSide extends SimpleChannelInboundHandler<WebSocketFrame> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
			if (!(frame instanceof TextWebSocketFrame text)) {
				receive(ByteBufUtil.getBytes(frame.content()));
				return;
			}
			String packet = text.text();
			switch (packet.charAt(0)) {
				case '2' -> context.writeAndFlush("3");
				case '4' -> receive(packet.substring(1));
				default -> {
				}
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			LocalClient.this.left = true;
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
			LocalClient.this.events.add("failed: " + error);
		}

	}

}
