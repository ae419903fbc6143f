// SPDX-License-Identifier: Apache-2.0

/// The SID of a call, `CA…`.
public typealias CallSID = SID<SIDKinds.Call>

/// The SID of an account, `AC…`.
public typealias AccountSID = SID<SIDKinds.Account>

/// The SID of a media stream, `MZ…`.
public typealias StreamSID = SID<SIDKinds.Stream>

/// The SID of a recording, `RE…`.
public typealias RecordingSID = SID<SIDKinds.Recording>

/// The SID of a ConversationRelay session, `VX…`.
public typealias RelaySessionSID = SID<SIDKinds.RelaySession>

/// The SID of a text message, `SM…`.
public typealias TextMessageSID = SID<SIDKinds.TextMessage>

/// The SID of a message with media, `MM…`.
public typealias MediaMessageSID = SID<SIDKinds.MediaMessage>

/// The SID of a conference, `CF…`.
public typealias ConferenceSID = SID<SIDKinds.Conference>

/// The SID of a queue of callers, `QU…`.
public typealias QueueSID = SID<SIDKinds.Queue>

/// The SID of a phone number of an account, `PN…`.
public typealias PhoneNumberSID = SID<SIDKinds.PhoneNumber>

/// The SID of a TwiML application, `AP…`.
public typealias ApplicationSID = SID<SIDKinds.Application>

/// The SID of an API key, `SK…`.
public typealias APIKeySID = SID<SIDKinds.APIKey>

/// The SID of a user-defined message, `KX…`.
public typealias UserDefinedMessageSID = SID<SIDKinds.UserDefinedMessage>

/// The SID of a real-time transcription, `GT…`.
public typealias RealTimeTranscriptionSID = SID<SIDKinds.RealTimeTranscription>

/// The SID of the transcription of a recording, `TR…`.
public typealias RecordingTranscriptionSID = SID<SIDKinds.RecordingTranscription>
