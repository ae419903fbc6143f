// SPDX-License-Identifier: Apache-2.0
//
// Written by scripts/embed-migrations; change supabase/migrations/20261123000000_switchboard.sql instead.

extension Migration {
    static let tables = #"""
        -- SPDX-License-Identifier: Apache-2.0
        --
        -- Switchboard: calls, what happened in them, and what was said. PostgreSQL 15 or later, with or without Supabase.
        -- Apply it with `supabase db push` or `switchboard migrate`; both keep the same history. docs/postgres.md tells more.
        --
        -- The tables are read by anybody who may; they are written through the functions of the next file only. Names and
        -- addresses are ordered by their bytes (collate "C"), as every store of Switchboard orders them.

        create table public.switchboard_calls (
            id text collate "C" not null,
            account text not null,
            direction text not null,
            from_address text collate "C" not null,
            to_address text collate "C" not null,
            received_at timestamptz not null,
            plan jsonb,
            order_name text collate "C",
            status text not null,
            is_active boolean not null,
            result text,
            reason text,
            next_step text,
            next_address text,
            next_whisper text,
            streams bigint not null,
            ended_at timestamptz,
            duration bigint,
            lines bigint not null,
            audio_lost_seconds double precision not null,
            voicemail_url text,
            answered_by text,
            transfer_status text,
            transfer_seconds bigint,
            recordings jsonb,
            events bigint not null,
            latest_at timestamptz not null,
            constraint switchboard_calls_pkey primary key (id),
            constraint switchboard_calls_events_check check (events > 0)
        )
        -- A call is updated with every batch of its events: leave room for that on its page.
        with (fillfactor = 80);

        create index switchboard_calls_by_time on public.switchboard_calls (received_at desc, id desc);
        create index switchboard_calls_active on public.switchboard_calls (received_at desc, id desc) where is_active;
        create index switchboard_calls_by_caller on public.switchboard_calls (from_address, received_at desc, id desc);
        create index switchboard_calls_by_called on public.switchboard_calls (to_address, received_at desc, id desc);
        create index switchboard_calls_by_order on public.switchboard_calls (order_name, received_at, id)
            where order_name is not null;

        create table public.switchboard_events (
            call_id text collate "C" not null,
            sequence bigint not null,
            id text collate "C" not null,
            time timestamptz not null,
            kind text not null,
            payload jsonb not null,
            constraint switchboard_events_pkey primary key (call_id, sequence),
            constraint switchboard_events_id_key unique (id),
            constraint switchboard_events_call_id_fkey foreign key (call_id)
                references public.switchboard_calls (id) on delete cascade
        );

        create table public.switchboard_utterances (
            call_id text collate "C" not null,
            sequence bigint not null,
            event_id text collate "C" not null,
            line bigint not null,
            time timestamptz not null,
            speaker text not null,
            text text not null,
            start_seconds double precision not null,
            end_seconds double precision not null,
            confidence double precision not null,
            is_interrupted boolean not null,
            source text not null,
            words jsonb not null,
            search tsvector not null,
            constraint switchboard_utterances_pkey primary key (call_id, sequence),
            constraint switchboard_utterances_call_id_fkey foreign key (call_id, sequence)
                references public.switchboard_events (call_id, sequence) on delete cascade
        );

        create index switchboard_utterances_by_time on public.switchboard_utterances (time desc, event_id desc);
        create index switchboard_utterances_search on public.switchboard_utterances using gin (search);

        -- The transcript as people want to read it. It shows no more than its reader may read in the tables.
        create view public.switchboard_transcript with (security_invoker = true) as
            select
                u.call_id,
                row_number() over (partition by u.call_id order by u.time, u.sequence) as number,
                u.time as spoken_at,
                u.speaker,
                u.text,
                u.start_seconds,
                u.end_seconds,
                u.confidence,
                u.is_interrupted,
                u.source
            from public.switchboard_utterances u;

        comment on table public.switchboard_calls is
            'One row per telephone call: what its events add up to. Written by the server only.';
        comment on column public.switchboard_calls.id is 'The carrier''s name of the call (Twilio: CallSid).';
        comment on column public.switchboard_calls.account is
            'The carrier''s account that owns the call (Twilio: AccountSid).';
        comment on column public.switchboard_calls.direction is 'inbound or outbound.';
        comment on column public.switchboard_calls.from_address is 'Who called: a number in E.164, client:…, sip:…';
        comment on column public.switchboard_calls.to_address is 'Who was called.';
        comment on column public.switchboard_calls.received_at is 'When the call reached the server.';
        comment on column public.switchboard_calls.plan is
            'What was ordered with a call that the server made; null for others.';
        comment on column public.switchboard_calls.order_name is
            'The name of the order, chosen by who ordered the call.';
        comment on column public.switchboard_calls.status is
            'The carrier''s latest word: queued, initiated, ringing, in-progress, completed, busy, failed, no-answer, canceled.';
        comment on column public.switchboard_calls.is_active is 'Whether the call still goes on.';
        comment on column public.switchboard_calls.result is
            'How the conversation ended: success, caller_error, server_error, upstream_error, moved; null while it goes on.';
        comment on column public.switchboard_calls.reason is 'Why, in one or two words in snake case.';
        comment on column public.switchboard_calls.next_step is
            'What comes after the conversation: resume, transfer, voicemail, hang_up, hold, gather.';
        comment on column public.switchboard_calls.next_address is 'With whom the caller is connected, for a transfer.';
        comment on column public.switchboard_calls.next_whisper is 'What whoever answers a transfer is told first.';
        comment on column public.switchboard_calls.streams is 'How many conversations the call has had.';
        comment on column public.switchboard_calls.ended_at is 'When the conversation or the call ended.';
        comment on column public.switchboard_calls.duration is 'The carrier''s figure, in seconds.';
        comment on column public.switchboard_calls.lines is 'How many lines its transcript has.';
        comment on column public.switchboard_calls.audio_lost_seconds is 'Speech that was never recognised.';
        comment on column public.switchboard_calls.voicemail_url is 'The message that the caller left.';
        comment on column public.switchboard_calls.answered_by is 'Who took an outbound call: human, machine_start, …';
        comment on column public.switchboard_calls.transfer_status is 'How the last attempt to connect the caller ended.';
        comment on column public.switchboard_calls.transfer_seconds is 'How long the caller was connected.';
        comment on column public.switchboard_calls.recordings is 'The latest word on each recording.';
        comment on column public.switchboard_calls.events is 'How many events the call has; the last sequence number.';
        comment on column public.switchboard_calls.latest_at is 'The time of its latest event.';

        comment on table public.switchboard_events is
            'What happened in calls, as it arrived. Nothing about a call is known that is not in one of its events.';
        comment on column public.switchboard_events.call_id is 'The call.';
        comment on column public.switchboard_events.sequence is
            'Counts the events of the call from 1, in the order of arrival.';
        comment on column public.switchboard_events.id is 'The event''s own name (UUID, version 7): it is stored once.';
        comment on column public.switchboard_events.time is 'When it happened; events count in this order.';
        comment on column public.switchboard_events.kind is 'received, stream_started, spoken, turn, digit, status, …';
        comment on column public.switchboard_events.payload is 'What there is to say of an event of this kind.';

        comment on table public.switchboard_utterances is
            'What was said, one row per line: the events of kind spoken. See the view switchboard_transcript.';
        comment on column public.switchboard_utterances.call_id is 'The call.';
        comment on column public.switchboard_utterances.sequence is 'The event''s number in the call.';
        comment on column public.switchboard_utterances.event_id is 'The event''s name.';
        comment on column public.switchboard_utterances.line is 'Counts the lines of the call from 1, in the order of arrival.';
        comment on column public.switchboard_utterances.time is 'When it was recorded; lines are read in this order.';
        comment on column public.switchboard_utterances.speaker is 'caller or agent.';
        comment on column public.switchboard_utterances.text is 'What was said; of the agent what the caller heard of it.';
        comment on column public.switchboard_utterances.start_seconds is 'Where it starts in the audio of its stream.';
        comment on column public.switchboard_utterances.end_seconds is 'Where it ends.';
        comment on column public.switchboard_utterances.confidence is 'The recogniser''s confidence, 0 to 1.';
        comment on column public.switchboard_utterances.is_interrupted is 'Whether the caller cut in.';
        comment on column public.switchboard_utterances.source is 'Whose ears or voice it was.';
        comment on column public.switchboard_utterances.words is 'The words with their times, where the recogniser gives them.';
        comment on column public.switchboard_utterances.search is
            'The words as they are searched: lower case, without accents. Ask search @@ ''reserv:*''::tsquery.';

        comment on view public.switchboard_transcript is
            'What was said in calls. Ask it with order by call_id, number.';

        -- Nobody gets in through Supabase's public roles: row level security is on and there is no policy. What the service
        -- role is not given it does not have; it passes over row level security, not over grants.
        alter table public.switchboard_calls enable row level security;
        alter table public.switchboard_events enable row level security;
        alter table public.switchboard_utterances enable row level security;

        do $$
        declare
            relation text;
            person text;
        begin
            foreach relation in array array[
                'switchboard_calls', 'switchboard_events', 'switchboard_utterances', 'switchboard_transcript'
            ] loop
                execute format('revoke all on table public.%I from public', relation);
                for person in select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated') loop
                    execute format('revoke all on table public.%I from %I', relation, person);
                end loop;
                if exists (select from pg_catalog.pg_roles where rolname = 'service_role') then
                    execute format('grant select, insert, update, delete on table public.%I to service_role', relation);
                end if;
            end loop;
        end
        $$;

        """#
}
