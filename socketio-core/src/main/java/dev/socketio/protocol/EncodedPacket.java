package dev.socketio.protocol;

import java.util.List;

/**
 * A packet as Engine.IO messages: one message and its attachments, which must follow it
 * without other messages in between. The arrays are shared by all receivers and must not
 * be changed.
 *
 * @param content the first message
 * @param binary whether the first message is a binary one
 * @param attachments the binary messages that follow
 * @since 0.1.0
 */
public record EncodedPacket(byte[] content, boolean binary, List<byte[]> attachments) {

}
