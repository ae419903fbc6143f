// SPDX-License-Identifier: Apache-2.0

/// The requests of Twilio's API that the client makes, with every parameter each may have.
///
/// Written by hand after Twilio's OpenAPI description `spec/json/twilio_api_v2010.json` (OpenAPI 3.0.1, version 1.0.0) of
/// the repository `twilio/twilio-oai`, commit d50069b44ea8cd23141385bdb6db48f16ff75bb5 of 14 April 2026. A `*` marks what
/// is required, brackets what may be repeated, `#` a number from 1 to 99, braces the words that are allowed. Enumerations
/// that the description leaves open (`Trim`, `MachineDetection` …) are from the pages of the resources, and so is the
/// request for media, which the description does not have.
enum SpecTable {
    static let operations = """
        GET Calls.json
            To:text From:text ParentCallSid:CA
            Status:{queued,ringing,in-progress,completed,busy,failed,no-answer,canceled}
            StartTime:moment StartTime<:moment StartTime>:moment EndTime:moment EndTime<:moment EndTime>:moment
            PageSize:integer Page:integer PageToken:text
        POST Calls.json
            To*:text From*:text Url:uri Twiml:text ApplicationSid:AP Method:{GET,POST}
            FallbackUrl:uri FallbackMethod:{GET,POST} StatusCallback:uri StatusCallbackMethod:{GET,POST}
            [StatusCallbackEvent]:{initiated,ringing,answered,completed} SendDigits:text Timeout:integer
            Record:boolean RecordingChannels:{mono,dual} RecordingTrack:{inbound,outbound,both}
            Trim:{trim-silence,do-not-trim} RecordingStatusCallback:uri RecordingStatusCallbackMethod:{GET,POST}
            [RecordingStatusCallbackEvent]:{in-progress,completed,absent} SipAuthUsername:text SipAuthPassword:text
            MachineDetection:{Enable,DetectMessageEnd} MachineDetectionTimeout:integer
            MachineDetectionSpeechThreshold:integer MachineDetectionSpeechEndThreshold:integer
            MachineDetectionSilenceTimeout:integer AsyncAmd:{true,false} AsyncAmdStatusCallback:uri
            AsyncAmdStatusCallbackMethod:{GET,POST} CallerId:text Byoc:text CallReason:text CallToken:text
            TimeLimit:integer ClientNotificationUrl:uri
        GET Calls/{CA}.json
        POST Calls/{CA}.json
            Url:uri Method:{GET,POST} Status:{canceled,completed} FallbackUrl:uri FallbackMethod:{GET,POST}
            StatusCallback:uri StatusCallbackMethod:{GET,POST} Twiml:text TimeLimit:integer
        DELETE Calls/{CA}.json
        GET Calls/{CA}/Recordings.json
            DateCreated:day DateCreated<:day DateCreated>:day PageSize:integer Page:integer PageToken:text
        POST Calls/{CA}/Recordings.json
            [RecordingStatusCallbackEvent]:{in-progress,completed,absent} RecordingStatusCallback:uri
            RecordingStatusCallbackMethod:{GET,POST} Trim:{trim-silence,do-not-trim} RecordingChannels:{mono,dual}
            RecordingTrack:{inbound,outbound,both}
        POST Calls/{CA}/Recordings/{RE}.json
            Status*:{in-progress,paused,stopped,processing,completed,absent} PauseBehavior:{silence,skip}
        POST Calls/{CA}/Streams.json
            Url*:uri Name:text Track:{inbound_track,outbound_track,both_tracks} StatusCallback:uri
            StatusCallbackMethod:{GET,POST} Parameter#.Name:text Parameter#.Value:text
        POST Calls/{CA}/Streams/{MZ}.json
            Status*:{stopped}
        GET Recordings.json
            DateCreated:moment DateCreated<:moment DateCreated>:moment CallSid:CA ConferenceSid:CF
            IncludeSoftDeleted:boolean PageSize:integer Page:integer PageToken:text
        GET Recordings/{RE}.json
            IncludeSoftDeleted:boolean
        DELETE Recordings/{RE}.json
        GET Recordings/{RE}.wav
            RequestedChannels:integer
        GET Recordings/{RE}.mp3
            RequestedChannels:integer
        GET Messages.json
            To:text From:text DateSent:moment DateSent<:moment DateSent>:moment PageSize:integer Page:integer
            PageToken:text
        POST Messages.json
            To*:text From:text MessagingServiceSid:MG Body:text [MediaUrl]:uri ContentSid:HX ContentVariables:text
            StatusCallback:uri ApplicationSid:AP MaxPrice:number ProvideFeedback:boolean Attempt:integer
            ValidityPeriod:integer ForceDelivery:boolean ContentRetention:{retain,discard}
            AddressRetention:{retain,obfuscate} SmartEncoded:boolean [PersistentAction]:text TrafficType:{free}
            ShortenUrls:boolean ScheduleType:{fixed} SendAt:moment SendAsMms:boolean RiskCheck:{enable,disable}
            FallbackFrom:text
        GET Messages/{SM}.json
        GET IncomingPhoneNumbers.json
            Beta:boolean FriendlyName:text PhoneNumber:text Origin:text PageSize:integer Page:integer PageToken:text
        GET IncomingPhoneNumbers/{PN}.json
        POST IncomingPhoneNumbers/{PN}.json
            AccountSid:AC ApiVersion:text FriendlyName:text SmsApplicationSid:AP SmsFallbackMethod:{GET,POST}
            SmsFallbackUrl:uri SmsMethod:{GET,POST} SmsUrl:uri StatusCallback:uri StatusCallbackMethod:{GET,POST}
            VoiceApplicationSid:AP VoiceCallerIdLookup:boolean VoiceFallbackMethod:{GET,POST} VoiceFallbackUrl:uri
            VoiceMethod:{GET,POST} VoiceUrl:uri EmergencyStatus:{Active,Inactive} EmergencyAddressSid:AD TrunkSid:TK
            VoiceReceiveMode:{voice,fax} IdentitySid:RI AddressSid:AD BundleSid:BU
        GET Queues.json
            PageSize:integer Page:integer PageToken:text
        GET Queues/{QU}.json
        GET Queues/{QU}/Members.json
            PageSize:integer Page:integer PageToken:text
        GET Queues/{QU}/Members/{CA}.json
        POST Queues/{QU}/Members/{CA}.json
            Url*:uri Method:{GET,POST}
        GET Conferences.json
            DateCreated:day DateCreated<:day DateCreated>:day DateUpdated:day DateUpdated<:day DateUpdated>:day
            FriendlyName:text Status:{init,in-progress,completed} PageSize:integer Page:integer PageToken:text
        GET Conferences/{CF}.json
        POST Conferences/{CF}.json
            Status:{completed} AnnounceUrl:uri AnnounceMethod:{GET,POST}
        GET Conferences/{CF}/Participants.json
            Muted:boolean Hold:boolean Coaching:boolean PageSize:integer Page:integer PageToken:text
        GET Conferences/{CF}/Participants/{CA}.json
        POST Conferences/{CF}/Participants/{CA}.json
            Muted:boolean Hold:boolean HoldUrl:uri HoldMethod:{GET,POST} AnnounceUrl:uri AnnounceMethod:{GET,POST}
            WaitUrl:uri WaitMethod:{GET,POST} BeepOnExit:boolean EndConferenceOnExit:boolean Coaching:boolean
            CallSidToCoach:CA
        DELETE Conferences/{CF}/Participants/{CA}.json
        """
}
