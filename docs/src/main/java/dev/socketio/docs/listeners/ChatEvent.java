package dev.socketio.docs.listeners;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.socketio.listener.SocketEventListener;

import org.springframework.core.annotation.AliasFor;

// tag::annotation[]
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@SocketEventListener(namespace = "/chat")
@interface ChatEvent {

	@AliasFor(annotation = SocketEventListener.class, attribute = "event")
	String[] value();

}
// end::annotation[]
